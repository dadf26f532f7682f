import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { JsonObject } from '@backstage/types';
import { parse } from 'yaml';

const templates = resolve(__dirname, '../../../templates');

interface Field {
  properties?: Record<string, Field>;
  'ui:backstage'?: { review?: { show?: boolean } };
}

/** Fields of a form by name, those of all its pages. */
function fieldsOf(template: string): Record<string, Field & JsonObject> {
  const { spec } = parse(
    readFileSync(resolve(templates, template, 'template.yaml'), 'utf8'),
  );
  return Object.assign(
    {},
    ...spec.parameters.map(({ properties }: Field) => properties),
  );
}

describe.each(['rhel9-vm', 'ubuntu-vm', 'windows-vm'])('%s', template => {
  it('has on its review by the words of the preview each field that is hidden there', () => {
    const { preview, ...fields } = fieldsOf(template);
    const hidden = Object.keys(fields).filter(
      name => fields[name]['ui:backstage']?.review?.show === false,
    );
    // The words of `size` and `name` say these.
    const said = hidden.filter(name => !['custom', 'several'].includes(name));

    expect(said).toContain('stack');
    expect(Object.keys(preview.properties ?? {})).toEqual(
      expect.arrayContaining(said),
    );
  });
});
