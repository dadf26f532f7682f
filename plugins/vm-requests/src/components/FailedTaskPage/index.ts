export { FailedTaskPage } from './FailedTaskPage';
