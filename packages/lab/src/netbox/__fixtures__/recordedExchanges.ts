import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One call to a running NetBox 4.6.8 and its answer. */
export interface RecordedExchange {
  name: string;
  section: string;
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: string;
  status: number;
  answerHeaders: Record<string, string>;
  /** Absent where the answer was no JSON. */
  answer?: unknown;
}

/** Where the recorded server answered. */
export const recordedUrl = 'http://127.0.0.1:8001';

/**
 * The exchanges in the order in which they were made; later ones depend on earlier ones.
 *
 * @param folder - where `recordedExchanges.jsonl` lies
 */
export function readRecordedExchanges(folder: string): RecordedExchange[] {
  return readFileSync(join(folder, 'recordedExchanges.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line));
}
