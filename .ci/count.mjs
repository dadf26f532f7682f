// Adds up the suites' own reports: `count.mjs <folder> <report>… -- <failed step>…`. A report that is
// missing, or a step that failed without a failed test of its own, counts as one failure.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder, ...rest] = process.argv.slice(2);
const separator = rest.indexOf('--');
const reports = rest.slice(0, separator);
const failedSteps = rest.slice(separator + 1);

let passed = 0;
let failed = 0;
for (const name of reports) {
  const path = join(folder, name);
  if (!existsSync(path)) {
    console.log(`${name}: there is no report`);
    failed += 1;
    continue;
  }
  const report = JSON.parse(readFileSync(path, 'utf8'));
  const counts = report.stats
    ? {
        passed: report.stats.expected,
        // A test that passed only when tried again is flaky, and that is a defect.
        failed: report.stats.unexpected + report.stats.flaky,
        skipped: report.stats.skipped,
      }
    : {
        passed: report.numPassedTests,
        failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
        skipped: report.numPendingTests + report.numTodoTests,
      };
  console.log(
    `${name}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`,
  );
  passed += counts.passed;
  // A skipped test would be seen by nobody.
  failed += counts.failed + counts.skipped;
  if (counts.passed === 0) {
    console.log(`${name}: nothing ran`);
    failed += 1;
  }
}
if (failed === 0) {
  failed += failedSteps.length;
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
