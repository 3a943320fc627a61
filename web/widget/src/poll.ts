export { openPolls } from '@kefu/client/polls';
