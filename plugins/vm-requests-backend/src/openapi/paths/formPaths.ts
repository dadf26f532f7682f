import {
  answer,
  asksFor,
  json,
  parametersOf,
  Paths,
  refused,
} from '@backlot/backend-common/openapi';
import {
  vmRequestCreatePermission,
  vmRequestPolicyReadPermission,
} from '@backlot/plugin-vm-requests-common';
import { nameParameters, nameQuery, namesQuery } from '../../routes/schemas';
import { denied, invalid } from './reasons';

/** What forms ask while people fill them. */
export const formPaths: Paths = {
  '/v1/policy': {
    get: {
      operationId: 'getPolicy',
      tags: ['Forms'],
      summary: 'Answers what is allowed, and who decides',
      security: asksFor(vmRequestPolicyReadPermission),
      responses: {
        200: answer('The policy', 'OfferedPolicy'),
        ...refused({ 403: denied }),
      },
    },
  },
  '/v1/names': {
    get: {
      operationId: 'listOfferedNames',
      tags: ['Forms'],
      summary:
        'Answers the names that several machines would have; keeps none of them',
      security: asksFor(vmRequestPolicyReadPermission),
      parameters: parametersOf(namesQuery, 'query'),
      responses: {
        200: answer('The names, or why there are none such', 'OfferedNames'),
        ...refused({ 400: invalid, 403: denied }),
      },
    },
  },
  '/v1/names/{name}': {
    get: {
      operationId: 'getNameAvailability',
      tags: ['Forms'],
      summary: 'Answers whether a name can be had',
      security: asksFor(vmRequestPolicyReadPermission),
      parameters: [
        ...parametersOf(nameParameters, 'path'),
        ...parametersOf(nameQuery, 'query'),
      ],
      responses: {
        200: answer('Whether it can be had', 'NameAvailability'),
        ...refused({ 400: invalid, 403: denied }),
      },
    },
  },
  '/v1/previews': {
    post: {
      operationId: 'previewRequest',
      tags: ['Forms'],
      summary: 'Answers what a request would become; changes nothing',
      description:
        "For people: a dry run of the template, with the caller's own permissions in the scaffolder.",
      security: asksFor(vmRequestCreatePermission),
      requestBody: { required: true, content: json('PreviewInput') },
      responses: {
        200: answer(
          'Place, candidate address and files, or what is in the way',
          'RequestPreview',
        ),
        ...refused({
          400: invalid,
          403: denied,
          404: 'There is no such template',
        }),
      },
    },
  },
  '/v1/adoptions/preview': {
    post: {
      operationId: 'previewAdoption',
      tags: ['Forms'],
      summary:
        'Answers what the adoption of a machine would do; changes nothing',
      description: 'For people.',
      security: asksFor(vmRequestCreatePermission),
      requestBody: { required: true, content: json('AdoptionInput') },
      responses: {
        200: answer(
          'What it would do, or what is against it',
          'OperationPreview',
        ),
        ...refused({
          400: invalid,
          403: denied,
          404: 'There is no such machine in the source',
          503: 'The source or NetBox does not answer',
        }),
      },
    },
  },
};
