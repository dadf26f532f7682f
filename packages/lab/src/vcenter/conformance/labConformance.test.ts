import { smallCompany } from '../../company/smallCompany';
import { FaultSwitches } from '../../faults/FaultSwitches';
import { startVCenter } from '../startVCenter';
import { describeVCenterConformance } from './describeVCenterConformance';

describeVCenterConformance("the lab's vCenter", () =>
  startVCenter({
    company: smallCompany,
    faults: new FaultSwitches(),
    pace: { task: 10, boot: 10, clone: 10 },
  }),
);
