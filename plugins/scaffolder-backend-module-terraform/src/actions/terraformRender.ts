import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import {
  resolveSafeChildPath,
  UrlReaderService,
} from '@backstage/backend-plugin-api';
import { ScmIntegrations } from '@backstage/integration';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { JsonValue } from '@backstage/types';
import { mergeRequirements, TerraformRenderConfig } from '../config';
import { renderTerraform } from '../renderTerraform';
import { fetchSkeleton } from '../skeleton/fetchSkeleton';
import { targetDirectory } from '../skeleton/targetDirectory';
import { examples } from './terraformRender.examples';

/**
 * Creates the action `terraform:render`, which renders an admin's skeleton into the workspace and
 * checks its structure. Its output holds the files' text, because a workspace does not outlive the
 * process that renders it.
 *
 * @param options - `config`: what a machine's files must have, where the step does not say
 * @public
 */
export function createTerraformRenderAction(options: {
  reader: UrlReaderService;
  integrations: ScmIntegrations;
  config: TerraformRenderConfig;
}) {
  const { reader, integrations, config } = options;
  return createTemplateAction({
    id: 'terraform:render',
    description:
      "Renders a skeleton of Terraform files with Handlebars, writes the variables as JSON, adds what the skeleton lacks, and checks the structure: each problem with file, line and column. What a person typed belongs into `variables`: it never becomes Terraform's language.",
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        source: z =>
          z
            .string()
            .describe('Path of the skeleton beside the template: ./skeleton'),
        targetPath: z =>
          z
            .string()
            .describe(
              "The machine's directory in the repository and the workspace, e.g. vms/development/web01",
            ),
        values: z =>
          z
            .record(z.custom<JsonValue>())
            .optional()
            .describe(
              'Values for {{name}} in the skeleton: those of administrators, written as data. {{directory}} is there in any case',
            ),
        variables: z =>
          z
            .record(z.custom<JsonValue>())
            .optional()
            .describe(
              'Values of Terraform variables, written as JSON into a .tfvars.json file',
            ),
        backend: z =>
          z
            .string()
            .optional()
            .describe(
              'Name of one of terraformRender.backends that keeps the state; terraformRender.backend by default',
            ),
        require: z =>
          z
            .object({
              terraformVersion: z
                .string()
                .optional()
                .describe(
                  'Version constraint that is written where the skeleton has none',
                ),
              providers: z
                .record(
                  z.object({
                    source: z.string().describe('E.g. vmware/vsphere'),
                    version: z
                      .string()
                      .optional()
                      .describe('Version constraint'),
                  }),
                )
                .optional()
                .describe('Providers by local name, beside the configured'),
              backend: z
                .string()
                .optional()
                .describe('Type of the backend, e.g. s3'),
              lockFile: z
                .string()
                .optional()
                .describe(
                  'Text of .terraform.lock.hcl, which must name the providers',
                ),
            })
            .optional()
            .describe('What the files must have; by default the configured'),
      },
      output: {
        files: z =>
          z
            .array(
              z.object({
                path: z.string().describe('In the repository'),
                content: z.string(),
              }),
            )
            .describe('The files, in order of their paths'),
        directory: z =>
          z.string().describe("The machine's directory in the repository"),
        variablesFile: z =>
          z
            .string()
            .describe('Path in the repository of the file of the variables'),
        warnings: z =>
          z
            .array(z.string())
            .describe('What was added, and what a person should look at'),
      },
    },
    async handler(ctx) {
      const { input, logger, signal, templateInfo, workspacePath } = ctx;
      const directory = targetDirectory(input.targetPath);
      const skeleton = await fetchSkeleton({
        reader,
        integrations,
        baseUrl: templateInfo?.baseUrl,
        source: input.source,
        temporaryDirectory: await ctx.createTemporaryDirectory(),
      });
      signal?.throwIfAborted();

      const rendered = renderTerraform({
        skeleton,
        directory,
        values: input.values ?? {},
        variables: input.variables ?? {},
        required: mergeRequirements(config, input.require, input.backend),
      });
      const files = rendered.files.map(({ path, text }) => ({
        path: `${directory}/${path}`,
        content: text,
      }));

      for (const { path, content } of files) {
        signal?.throwIfAborted();
        const target = resolveSafeChildPath(workspacePath, path);
        await mkdir(dirname(target), { recursive: true });
        await writeFile(target, content);
      }

      rendered.additions.forEach(({ path, reason }) =>
        logger.info(`Added ${path}: ${reason}`),
      );
      rendered.warnings.forEach(warning => logger.warn(warning));
      logger.info(
        `Rendered ${files.length} files into ${directory}; their structure is valid`,
      );
      ctx.output('files', files);
      ctx.output('directory', directory);
      ctx.output('variablesFile', `${directory}/${rendered.variablesFile}`);
      ctx.output('warnings', rendered.warnings);
    },
  });
}
