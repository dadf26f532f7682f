// Adds up the suites' own reports: `count.mjs <folder> <report>… -- <failed step>…`. A report that is
// missing, or a step that failed without a failed test of its own, counts as one failure.
import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

// Enough to see the cause where only the end of the output is kept.
const MESSAGE_LINES = 25;
const SLOWEST_FILES = 10;

const [folder, ...rest] = process.argv.slice(2);
const separator = rest.indexOf('--');
const reports = rest.slice(0, separator);
const failedSteps = rest.slice(separator + 1);

const failures = [];
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
  if (report.testResults) {
    slowestFiles(report).forEach(line => console.log(line));
  }
  failures.push(
    ...(report.stats
      ? playwrightFailures(report.suites)
      : jestFailures(report)),
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
for (const { name, message } of failures) {
  console.log(
    `failed: ${name}\n${message
      .split('\n')
      .slice(0, MESSAGE_LINES)
      .join('\n')}\n`,
  );
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

// What a suite's time is spent on.
function slowestFiles(report) {
  return report.testResults
    .map(({ name, startTime, endTime }) => ({
      name,
      seconds: (endTime - startTime) / 1000,
    }))
    .sort((one, other) => other.seconds - one.seconds)
    .slice(0, SLOWEST_FILES)
    .map(
      ({ name, seconds }) =>
        `  ${seconds.toFixed(1).padStart(7)} s  ${relative('.', name)}`,
    );
}

function jestFailures(report) {
  return report.testResults.flatMap(file => {
    const tests = file.assertionResults.filter(
      ({ status }) => status === 'failed',
    );
    return tests.length > 0 || file.status !== 'failed'
      ? tests.map(test => ({
          name: `${relative('.', file.name)} › ${test.fullName}`,
          message: test.failureMessages.join('\n'),
        }))
      : [{ name: relative('.', file.name), message: file.message }];
  });
}

function playwrightFailures(suites) {
  return suites.flatMap(suite => [
    ...playwrightFailures(suite.suites ?? []),
    ...suite.specs
      .filter(({ ok }) => !ok)
      .map(spec => ({
        name: `${spec.file}:${spec.line} › ${spec.title}`,
        message: spec.tests
          .flatMap(({ results }) => results.flatMap(({ errors }) => errors))
          .map(({ message }) => message)
          .join('\n'),
      })),
  ]);
}
