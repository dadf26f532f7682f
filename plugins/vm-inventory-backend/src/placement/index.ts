export { Placer } from './Placer';
