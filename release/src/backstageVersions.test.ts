import { backstageVersions } from './backstageVersions';

describe('backstageVersions', () => {
  it('reads the versions of a lock file, but not of what it holds twice', () => {
    expect(
      backstageVersions(`
__metadata:
  version: 8
  cacheKey: 10c0

"@backstage/ui@npm:^0.18.0":
  version: 0.18.1
  resolution: "@backstage/ui@npm:0.18.1"
  languageName: node

"@backstage/cli@npm:^0.36.0, @backstage/cli@npm:^0.36.6":
  version: 0.36.6
  resolution: "@backstage/cli@npm:0.36.6"

"@backstage/types@npm:^1.0.0":
  version: 1.2.2
  resolution: "@backstage/types@npm:1.2.2"

"@backstage/types@npm:^2.0.0":
  version: 2.0.0
  resolution: "@backstage/types@npm:2.0.0"

"express@npm:^4.22.0":
  version: 4.22.0
  resolution: "express@npm:4.22.0"
`),
    ).toEqual({ '@backstage/cli': '0.36.6', '@backstage/ui': '0.18.1' });
  });
});
