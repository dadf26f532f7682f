import { addressModel } from '../models/addresses';
import { customFieldModel } from '../models/customFields';
import { interfaceModel } from '../models/interfaces';
import { macAddressModel } from '../models/macAddresses';
import { prefixModel } from '../models/prefixes';
import { rangeModel } from '../models/ranges';
import {
  changeModel,
  clusterModel,
  deviceInterfaceModel,
  siteModel,
} from '../models/readOnlyModels';
import { tagModel } from '../models/tags';
import { virtualDiskModel } from '../models/virtualDisks';
import { virtualMachineModel } from '../models/virtualMachines';
import { vrfModel } from '../models/vrfs';
import { availableIpsView } from './availableIpsView';
import { readOnlyViews, writableViews } from './modelViews';
import { View } from './NetBoxRequest';
import {
  authenticationCheckView,
  objectTypesView,
  statusView,
} from './serverViews';

/**
 * Every part of NetBox's API that the lab answers.
 *
 * @internal
 */
export const allViews: View[] = [
  statusView,
  authenticationCheckView,
  objectTypesView,
  availableIpsView,
  ...writableViews(prefixModel),
  ...writableViews(addressModel),
  ...writableViews(customFieldModel),
  ...writableViews(tagModel),
  ...writableViews(virtualMachineModel),
  ...writableViews(interfaceModel),
  ...writableViews(macAddressModel),
  ...writableViews(rangeModel),
  ...writableViews(virtualDiskModel),
  ...writableViews(vrfModel),
  ...readOnlyViews(siteModel),
  ...readOnlyViews(clusterModel),
  ...readOnlyViews(deviceInterfaceModel),
  ...readOnlyViews(changeModel),
];
