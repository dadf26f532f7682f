declare const globalThis: { IS_REACT_ACT_ENVIRONMENT?: boolean };

/**
 * Does things one right after another, before anything is rendered that React leaves for later: on a
 * busy computer that is how fast people are. Only what microtasks do comes in between.
 */
export async function asOnABusyComputer(
  ...events: (() => void)[]
): Promise<void> {
  const before = globalThis.IS_REACT_ACT_ENVIRONMENT;
  globalThis.IS_REACT_ACT_ENVIRONMENT = false;
  try {
    for (const event of events) {
      event();
      for (let turn = 0; turn < 20; turn += 1) {
        await null;
      }
    }
  } finally {
    globalThis.IS_REACT_ACT_ENVIRONMENT = before;
  }
}

/** Has an input say what was typed into it, as a browser does. */
export function typeInto(element: HTMLElement, text: string): void {
  const { set } = Object.getOwnPropertyDescriptor(
    HTMLInputElement.prototype,
    'value',
  )!;
  set!.call(element, text);
  element.dispatchEvent(new Event('input', { bubbles: true }));
}
