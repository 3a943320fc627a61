export * from './fake-kefu.ts';
