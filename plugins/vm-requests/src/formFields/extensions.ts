import { FormFieldBlueprint } from '@backstage/plugin-scaffolder-react/alpha';

/** Each field of the requests' forms, loaded when a form first uses it. */
export const formFieldExtensions = [
  FormFieldBlueprint.make({
    name: 'vm-name',
    params: {
      field: () => import('./name/VmNameField').then(m => m.vmNameField),
    },
  }),
  FormFieldBlueprint.make({
    name: 'vm-several',
    params: {
      field: () =>
        import('./several/VmSeveralField').then(m => m.vmSeveralField),
    },
  }),
  FormFieldBlueprint.make({
    name: 'vm-environment',
    params: {
      field: () =>
        import('./environment/VmEnvironmentField').then(
          m => m.vmEnvironmentField,
        ),
    },
  }),
  FormFieldBlueprint.make({
    name: 'vm-stack',
    params: {
      field: () => import('./stack/VmStackField').then(m => m.vmStackField),
    },
  }),
  FormFieldBlueprint.make({
    name: 'vm-size',
    params: {
      field: () => import('./size/VmSizeField').then(m => m.vmSizeField),
    },
  }),
  FormFieldBlueprint.make({
    name: 'vm-custom-size',
    params: {
      field: () =>
        import('./size/VmCustomSizeField').then(m => m.vmCustomSizeField),
    },
  }),
  FormFieldBlueprint.make({
    name: 'vm-place',
    params: {
      field: () => import('./place/VmPlaceField').then(m => m.vmPlaceField),
    },
  }),
  FormFieldBlueprint.make({
    name: 'vm-cluster',
    params: {
      field: () =>
        import('./pickers/VmClusterField').then(m => m.vmClusterField),
    },
  }),
  FormFieldBlueprint.make({
    name: 'vm-network',
    params: {
      field: () =>
        import('./pickers/VmNetworkField').then(m => m.vmNetworkField),
    },
  }),
  FormFieldBlueprint.make({
    name: 'vm-network-cards',
    params: {
      field: () =>
        import('./networkCards/VmNetworkCardsField').then(
          m => m.vmNetworkCardsField,
        ),
    },
  }),
  FormFieldBlueprint.make({
    name: 'vm-data-disks',
    params: {
      field: () =>
        import('./disks/VmDataDisksField').then(m => m.vmDataDisksField),
    },
  }),
  FormFieldBlueprint.make({
    name: 'vm-template',
    params: {
      field: () =>
        import('./pickers/VmTemplateField').then(m => m.vmTemplateField),
    },
  }),
  FormFieldBlueprint.make({
    name: 'vm-owner',
    params: {
      field: () => import('./owner/VmOwnerField').then(m => m.vmOwnerField),
    },
  }),
  FormFieldBlueprint.make({
    name: 'vm-requested-for',
    params: {
      field: () =>
        import('./owner/VmRequestedForField').then(m => m.vmRequestedForField),
    },
  }),
  FormFieldBlueprint.make({
    name: 'vm-start',
    params: {
      field: () => import('./start/VmStartField').then(m => m.vmStartField),
    },
  }),
  FormFieldBlueprint.make({
    name: 'vm-ssh-keys',
    params: {
      field: () =>
        import('./sshKeys/VmSshKeysField').then(m => m.vmSshKeysField),
    },
  }),
  FormFieldBlueprint.make({
    name: 'vm-preview',
    params: {
      field: () =>
        import('./preview/VmPreviewField').then(m => m.vmPreviewField),
    },
  }),
  FormFieldBlueprint.make({
    name: 'vm-machine',
    params: {
      field: () =>
        import('./machine/VmMachineField').then(m => m.vmMachineField),
    },
  }),
  FormFieldBlueprint.make({
    name: 'vm-resize',
    params: {
      field: () => import('./resize/VmResizeField').then(m => m.vmResizeField),
    },
  }),
  FormFieldBlueprint.make({
    name: 'vm-operation-preview',
    params: {
      field: () =>
        import('./operation/VmOperationPreviewField').then(
          m => m.vmOperationPreviewField,
        ),
    },
  }),
  FormFieldBlueprint.make({
    name: 'vm-adoption-owner',
    params: {
      field: () =>
        import('./adoption/VmAdoptionOwnerField').then(
          m => m.vmAdoptionOwnerField,
        ),
    },
  }),
  FormFieldBlueprint.make({
    name: 'vm-adoption-preview',
    params: {
      field: () =>
        import('./adoption/VmAdoptionPreviewField').then(
          m => m.vmAdoptionPreviewField,
        ),
    },
  }),
];
