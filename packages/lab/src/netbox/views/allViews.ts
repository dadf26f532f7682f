import { addressModel } from '../models/addresses';
import { customFieldModel } from '../models/customFields';
import { interfaceModel } from '../models/interfaces';
import { macAddressModel } from '../models/macAddresses';
import { prefixModel } from '../models/prefixes';
import {
  changeModel,
  clusterModel,
  siteModel,
  vrfModel,
} from '../models/readOnlyModels';
import { tagModel } from '../models/tags';
import { virtualMachineModel } from '../models/virtualMachines';
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
  ...readOnlyViews(siteModel),
  ...readOnlyViews(clusterModel),
  ...readOnlyViews(vrfModel),
  ...readOnlyViews(changeModel),
];
