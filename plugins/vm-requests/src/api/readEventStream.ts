/** One server-sent event. */
export interface StreamedEvent {
  type: string;
  data: string;
}

/**
 * Reads a response of type text/event-stream to its end. EventSource cannot be used: it sends no
 * Authorization header.
 *
 * @param onEvents - called with what came together; what it throws ends the reading
 */
export async function readEventStream(
  response: Response,
  onEvents: (events: StreamedEvent[]) => void,
): Promise<void> {
  if (!response.body) {
    return;
  }
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        return;
      }
      const blocks = (rest + value).replace(/\r\n/g, '\n').split('\n\n');
      rest = blocks.pop() ?? '';
      const events = blocks.flatMap(block => eventOf(block) ?? []);
      if (events.length > 0) {
        onEvents(events);
      }
    }
  } finally {
    await reader.cancel();
  }
}

function eventOf(block: string): StreamedEvent | undefined {
  let type = 'message';
  const data: string[] = [];
  for (const line of block.split('\n')) {
    const [, field, value] = /^(\w+): ?(.*)$/.exec(line) ?? [];
    if (field === 'event') {
      type = value;
    } else if (field === 'data') {
      data.push(value);
    }
  }
  return data.length > 0 ? { type, data: data.join('\n') } : undefined;
}
