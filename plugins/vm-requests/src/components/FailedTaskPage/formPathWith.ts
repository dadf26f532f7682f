import { sendableValues } from '../../formFields/formData';

/** The path of a form that begins with values. */
export function formPathWith(path: string, values: unknown): string {
  const query = new URLSearchParams({
    formData: JSON.stringify(sendableValues(values)),
  });
  return `${path}?${query}`;
}
