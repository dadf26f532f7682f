import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { smallCompany } from './smallCompany';

const entitySchema = z.object({
  kind: z.string(),
  metadata: z.object({ name: z.string() }),
  spec: z.object({
    profile: z.object({
      displayName: z.string(),
      email: z.string().optional(),
    }),
    memberOf: z.array(z.string()).optional(),
  }),
});

const configSchema = z.object({
  auth: z.object({
    providers: z.object({ lab: z.object({ people: z.array(z.unknown()) }) }),
  }),
});

const read = (path: string) =>
  readFileSync(resolve(__dirname, '../../../..', path), 'utf8');

/** The lab's people are told of in three places, each read by somebody else. */
describe('the people of the company', () => {
  const entities = parseAllDocuments(
    read('packages/lab/catalog-people.yaml'),
  ).map(document => entitySchema.parse(document.toJS()));

  it('are those of the catalog', () => {
    expect(
      entities
        .filter(({ kind }) => kind === 'User')
        .map(({ metadata, spec }) => ({
          name: metadata.name,
          ...spec.profile,
          teams: spec.memberOf,
        })),
    ).toEqual(smallCompany.people.map(({ role, ...person }) => person));
  });

  it('are in the teams of the catalog', () => {
    expect(
      entities
        .filter(({ kind }) => kind === 'Group')
        .map(({ metadata, spec }) => ({
          name: metadata.name,
          ...spec.profile,
        })),
    ).toEqual(smallCompany.teams);
    const teams = smallCompany.teams.map(({ name }) => name);
    for (const person of smallCompany.people) {
      expect(teams).toEqual(expect.arrayContaining(person.teams));
    }
  });

  it('are those who may sign in', () => {
    const { auth } = configSchema.parse(parse(read('app-config.lab.yaml')));
    expect(auth.providers.lab.people).toEqual(
      smallCompany.people.map(({ teams, ...person }) => person),
    );
  });
});
