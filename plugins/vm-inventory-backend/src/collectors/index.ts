export { CollectorsHost } from './CollectorsHost';
