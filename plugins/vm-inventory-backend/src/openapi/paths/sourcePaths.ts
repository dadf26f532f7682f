import {
  answer,
  failed,
  json,
  path,
  Paths,
} from '@backlot/backend-common/openapi';

const source = path('source', 'Its name in configuration');

/**
 * How the sources, the store and the plugin are.
 *
 * @internal
 */
export const sourcePaths: Paths = {
  '/health': {
    get: {
      operationId: 'getHealth',
      tags: ['Sources'],
      summary: 'Returns whether the plugin is up',
      security: [],
      responses: { 200: answer('It serves', 'Health') },
    },
  },
  '/v1/sources': {
    get: {
      operationId: 'listSources',
      tags: ['Sources'],
      summary: 'Returns the state of each source',
      responses: { 200: answer('All sources', 'SourceList'), ...failed },
    },
  },
  '/v1/sources/{source}/refresh': {
    post: {
      operationId: 'refreshSource',
      tags: ['Sources'],
      summary: 'Loads a source anew',
      parameters: [source],
      requestBody: { required: false, content: json('SourceRefreshRequest') },
      responses: { 202: answer('It was requested', 'SourceStatus'), ...failed },
    },
  },
  '/v1/sources/{source}/test': {
    get: {
      operationId: 'testSource',
      tags: ['Sources'],
      summary: 'Tests the connection to a source step by step',
      parameters: [source],
      responses: { 200: answer('What was found', 'SourceTest'), ...failed },
    },
  },
  '/v1/catalog': {
    get: {
      operationId: 'getCatalogStatus',
      tags: ['Sources'],
      summary: 'Returns which machines are in the catalog, as it reported last',
      responses: { 200: answer('The report', 'CatalogStatus'), ...failed },
    },
    put: {
      operationId: 'reportCatalog',
      tags: ['Sources'],
      summary: 'Reports which machines are in the catalog',
      description: 'For backend plugins only.',
      requestBody: { required: true, content: json('CatalogReport') },
      responses: { 204: { description: 'It is kept' }, ...failed },
    },
  },
  '/v1/store': {
    get: {
      operationId: 'getStore',
      tags: ['Sources'],
      summary: 'Returns where the inventory is kept',
      responses: { 200: answer('The store', 'StoreStatus'), ...failed },
    },
  },
  '/v1/store/test': {
    get: {
      operationId: 'testStore',
      tags: ['Sources'],
      summary: 'Tests the connection to the store; not where it is memory',
      responses: { 200: answer('What was found', 'SourceTest'), ...failed },
    },
  },
};
