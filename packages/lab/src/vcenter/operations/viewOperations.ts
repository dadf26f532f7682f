import { children, flagOf, textOf } from '../soap/SoapElement';
import { Operation, returnReference, sessionOf } from './Operation';

/** Views of the inventory. */
export const viewOperations: Record<string, Operation> = {
  CreateContainerView: call =>
    returnReference(
      'ContainerView',
      sessionOf(call).createView(
        textOf(call.request, 'container') ?? '',
        children(call.request, 'type').map(type => type.text.trim()),
        flagOf(call.request, 'recursive'),
      ),
    ),

  DestroyView: call => {
    sessionOf(call).destroyView(call.self);
    return '';
  },
};
