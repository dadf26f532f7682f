import { TemplateHardware } from '@backlot/vsphere-templates';
import { ObjectContent } from '../propertyCollector/ObjectContent';
import { templateHardwareOf } from './templateHardwareOf';

/**
 * What only templates are asked for.
 *
 * @internal
 */
export interface TemplateDetails {
  guestName?: string;
  /** Absent where the account may not read the configuration. */
  hardware?: TemplateHardware;
}

/** @internal */
export function templateDetailsOf(object: ObjectContent): TemplateDetails {
  const guestName = object.properties.get('config.guestFullName');
  return {
    ...(typeof guestName === 'string' && { guestName }),
    ...(object.properties.has('config.hardware') && {
      hardware: templateHardwareOf(object),
    }),
  };
}
