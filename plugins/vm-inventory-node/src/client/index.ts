export { VmInventoryClient } from './VmInventoryClient';
