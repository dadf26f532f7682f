#!/usr/bin/env node

// Runs commands for the process that forked it, and ends with it. To start a command the kernel copies
// the page tables of the process that starts it, which takes the longer the more that holds.
const { spawn } = require('node:child_process');

function run({ command, args, env, input }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env });
    const stdout = [];
    const stderr = [];
    child.stdout.on('data', chunk => stdout.push(chunk));
    child.stderr.on('data', chunk => stderr.push(chunk));
    child.on('error', reject);
    child.on('close', exitCode =>
      resolve({
        exitCode,
        stdout: Buffer.concat(stdout),
        stderr: Buffer.concat(stderr).toString(),
      }),
    );
    child.stdin.on('error', error => {
      // A command that needs no more input closes the pipe; its exit code says how it went.
      if (error.code !== 'EPIPE') {
        reject(error);
      }
    });
    child.stdin.end(input);
  });
}

process.on('message', ({ id, ...command }) => {
  run(command).then(
    result => process.send({ id, result }),
    error => process.send({ id, error: error.message }),
  );
});
// Signals of a terminal go to the whole group; it is for the parent to end.
process.on('SIGINT', () => {});
