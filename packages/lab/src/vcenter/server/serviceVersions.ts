import { apiVersion } from '../properties/serviceProperties';

const priorVersions = ['8.0.2.0', '8.0.1.0', '8.0.0.1', '7.0.3.0', '6.7.3'];

/** `/sdk/vimServiceVersions.xml`: which versions of the API there are. */
export const serviceVersions = `<?xml version="1.0" encoding="UTF-8" ?>
<namespaces version="1.0">
 <namespace>
  <name>urn:vim25</name>
  <version>${apiVersion}</version>
  <priorVersions>
${priorVersions.map(version => `   <version>${version}</version>`).join('\n')}
  </priorVersions>
 </namespace>
</namespaces>
`;
