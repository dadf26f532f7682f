import { z } from 'zod';

const ranges = z.record(z.string(), z.string()).optional();

/** What of a `package.json` the release looks at; the rest is kept. */
export const manifestSchema = z.looseObject({
  name: z.string(),
  version: z.string(),
  private: z.boolean().optional(),
  license: z.string().optional(),
  engines: z.record(z.string(), z.string()).optional(),
  exports: z.record(z.string(), z.unknown()).optional(),
  dependencies: ranges,
  devDependencies: ranges,
  peerDependencies: ranges,
  optionalDependencies: ranges,
});

export type Manifest = z.infer<typeof manifestSchema>;

/** The parts of a manifest that name ranges of other packages. */
export const dependencyKinds = [
  'dependencies',
  'devDependencies',
  'peerDependencies',
  'optionalDependencies',
] as const;
