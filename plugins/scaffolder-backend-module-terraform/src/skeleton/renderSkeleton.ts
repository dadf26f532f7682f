import { JsonObject } from '@backstage/types';
import { Problem, problemOfError, TextFile } from '../structure/Problem';
import { insertIntoHcl } from './insertIntoHcl';
import { insertIntoJson } from './insertIntoJson';
import { insertIntoText } from './insertIntoText';
import { renderHandlebars, RenderedText } from './renderHandlebars';

/**
 * Renders an admin's files. A file's language decides how a value is written in it.
 *
 * @throws InputError for what Handlebars cannot read, and for names without a value
 * @internal
 */
export function renderSkeleton(
  skeleton: TextFile[],
  values: JsonObject,
): { files: TextFile[]; problems: Problem[] } {
  const files: TextFile[] = [];
  const problems: Problem[] = [];
  for (const { path, text } of skeleton) {
    const rendered = renderHandlebars(path, text, values);
    if (rendered.values.length === 0) {
      files.push({ path, text: rendered.text });
      continue;
    }
    try {
      files.push({ path, text: insertionFor(path)(rendered) });
    } catch (error) {
      problems.push(problemOfError({ path, text: rendered.text }, error));
    }
  }
  return { files, problems };
}

function insertionFor(path: string): (rendered: RenderedText) => string {
  if (/\.(?:tf|tfvars|hcl)$/.test(path)) {
    return insertIntoHcl;
  }
  return path.endsWith('.json') ? insertIntoJson : insertIntoText;
}
