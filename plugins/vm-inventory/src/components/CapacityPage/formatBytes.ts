export { formatBytes } from '@backlot/plugin-vm-inventory-react';
