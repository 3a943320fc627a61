export * from './fake-kefu.ts';
export * from './shop.ts';
