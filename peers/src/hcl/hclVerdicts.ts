import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { JsonValue } from '@backstage/types';
import { binFolder } from '../locations';

/** What HashiCorp's parser makes of a text. */
export interface HclVerdict {
  accepted: boolean;
  /** Why it is refused. */
  reason?: string;
  /** Of the attributes, those of a body before those of its blocks, in the order of the text. */
  values: HclVerdictValue[];
}

/** The value of an attribute without variables and functions, or why there is none. */
export interface HclVerdictValue {
  value?: { value: JsonValue; type: JsonValue } | null;
  refused?: string;
}

/** Asks HashiCorp's own parser about texts, in their order. */
export async function hclVerdicts(texts: string[]): Promise<HclVerdict[]> {
  const child = spawn(join(binFolder, 'hcl-verdicts'), {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(texts.map(text => `${JSON.stringify(text)}\n`).join(''));
  const verdicts: HclVerdict[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    verdicts.push(JSON.parse(line));
  }
  return verdicts;
}
