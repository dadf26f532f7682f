import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  BackstageCredentials,
  UrlReaderService,
} from '@backstage/backend-plugin-api';
import {
  ANNOTATION_LOCATION,
  ANNOTATION_SOURCE_LOCATION,
  Entity,
  parseEntityRef,
  parseLocationRef,
} from '@backstage/catalog-model';
import { Config } from '@backstage/config';
import { InputError, NotFoundError, ResponseError } from '@backstage/errors';
import { ScmIntegrations } from '@backstage/integration';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { TemplateEntityV1beta3 } from '@backstage/plugin-scaffolder-common';
import {
  fetchContents,
  ScaffolderService,
  serializeDirectoryContents,
} from '@backstage/plugin-scaffolder-node';
import { causeInWords } from '@backlot/backend-common';
import {
  requestFileSchema,
  RequestPreview,
  requestPreviewSchema,
} from '@backlot/plugin-vm-requests-common';
import { z } from 'zod';
import { PreviewInput } from '../routes/schemas';

/** What a template's output holds for a preview, beside links. */
const outputSchema = requestPreviewSchema.omit({ problems: true }).extend({
  files: z.array(requestFileSchema).default([]),
});

function isTemplate(entity: Entity): entity is TemplateEntityV1beta3 {
  return (
    entity.kind === 'Template' &&
    entity.apiVersion === 'scaffolder.backstage.io/v1beta3'
  );
}

/** The scaffolder denies the permission without a word. */
const denied =
  'You may not preview requests. Ask your platform team for the permissions scaffolder.task.create and scaffolder.template.dry-run.';

function problemOf(error: unknown): string {
  const isDenied =
    error instanceof ResponseError &&
    error.statusCode === 403 &&
    error.body.error.message === '';
  return isDenied ? denied : causeInWords(error);
}

function baseUrlOf(template: Entity): string {
  const annotations = template.metadata.annotations ?? {};
  const location =
    annotations[ANNOTATION_SOURCE_LOCATION] ?? annotations[ANNOTATION_LOCATION];
  const { type, target } = parseLocationRef(location ?? '');
  return type === 'file' ? `file://${target}` : target;
}

/**
 * Runs a template as the scaffolder's dry run, with the credentials of the person who fills the form:
 * real placement, candidate address, rendered files; nothing is changed.
 */
export class Previewer {
  readonly #catalog: CatalogService;
  readonly #scaffolder: ScaffolderService;
  readonly #reader: UrlReaderService;
  readonly #integrations: ScmIntegrations;

  constructor(options: {
    catalog: CatalogService;
    scaffolder: ScaffolderService;
    urlReader: UrlReaderService;
    config: Config;
  }) {
    this.#catalog = options.catalog;
    this.#scaffolder = options.scaffolder;
    this.#reader = options.urlReader;
    this.#integrations = ScmIntegrations.fromConfig(options.config);
  }

  /**
   * @throws NotFoundError when there is no such template
   * @throws InputError when the template's output is not what a preview needs
   */
  async preview(
    input: PreviewInput,
    credentials: BackstageCredentials,
  ): Promise<RequestPreview> {
    const ref = parseEntityRef(input.templateRef, { defaultKind: 'template' });
    const template = await this.#catalog.getEntityByRef(ref, { credentials });
    if (!template || !isTemplate(template)) {
      throw new NotFoundError(`There is no template ${input.templateRef}.`);
    }
    const directoryContents = await this.#contentsOf(template);
    let output: unknown;
    try {
      ({ output } = await this.#scaffolder.dryRun(
        { template, values: input.values, directoryContents },
        { credentials },
      ));
    } catch (error) {
      return {
        files: [],
        problems: [problemOf(error)],
      };
    }
    const parsed = outputSchema.safeParse(output);
    if (!parsed.success) {
      throw new InputError(
        `The output of ${
          input.templateRef
        } is not what a preview needs: ${z.prettifyError(parsed.error)}`,
      );
    }
    return { ...parsed.data, problems: [] };
  }

  /** The template's own files, which its steps read beside it. */
  async #contentsOf(template: TemplateEntityV1beta3) {
    const directory = await mkdtemp(join(tmpdir(), 'vm-requests-preview-'));
    try {
      await fetchContents({
        reader: this.#reader,
        integrations: this.#integrations,
        baseUrl: baseUrlOf(template),
        fetchUrl: '.',
        outputPath: directory,
      });
      const files = await serializeDirectoryContents(directory);
      return files.map(({ path, content }) => ({
        path,
        base64Content: content.toString('base64'),
      }));
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  }
}
