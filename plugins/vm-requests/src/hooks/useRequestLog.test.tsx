import { ReactNode } from 'react';
import { TestApiProvider } from '@backstage/test-utils';
import { act, renderHook, waitFor } from '@testing-library/react';
import { VmRequestsApi, vmRequestsApiRef } from '../api/VmRequestsApi';
import { useRequestLog } from './useRequestLog';

interface Following {
  of: 'plan' | 'apply';
  signal: AbortSignal;
  write: (line: string) => void;
  end: () => void;
  fail: (error: Error) => void;
}

function setUp() {
  const followings: Following[] = [];
  const followLog: VmRequestsApi['followLog'] = (_id, of, options) =>
    new Promise((resolve, reject) =>
      followings.push({
        of,
        signal: options.signal,
        write: line => act(() => options.onLines([line])),
        end: resolve,
        fail: reject,
      }),
    );
  const api = { followLog } as VmRequestsApi;
  const rendered = renderHook(
    ({ attempt }) => useRequestLog({ id: 'a', of: 'plan', attempt }),
    {
      initialProps: { attempt: 1 },
      wrapper: ({ children }: { children: ReactNode }) => (
        <TestApiProvider apis={[[vmRequestsApiRef, api]]}>
          {children}
        </TestApiProvider>
      ),
    },
  );
  return { ...rendered, followings };
}

describe('useRequestLog', () => {
  it('gives the log as it comes, and says when it is complete', async () => {
    const { result, followings } = setUp();
    const [following] = followings;
    expect(result.current).toMatchObject({ text: '', live: true });

    following.write('one');
    following.write('two');
    expect(result.current).toMatchObject({ text: 'one\ntwo\n', live: true });

    following.end();
    await waitFor(() => expect(result.current.live).toBe(false));
    expect(result.current.text).toBe('one\ntwo\n');
  });

  it('keeps what it has when it breaks off, and begins anew when asked to', async () => {
    const { result, followings } = setUp();
    followings[0].write('one');

    followings[0].fail(new Error('broke off'));
    await waitFor(() =>
      expect(result.current.error?.message).toBe('broke off'),
    );
    expect(result.current).toMatchObject({ text: 'one\n', live: false });

    act(() => result.current.reload());
    expect(followings).toHaveLength(2);
    followings[1].write('one');
    expect(result.current).toMatchObject({ text: 'one\n', live: true });
    expect(result.current.error).toBeUndefined();
  });

  it('lets go of the log of an attempt that is over', () => {
    const { result, rerender, followings, unmount } = setUp();
    followings[0].write('old');

    rerender({ attempt: 2 });
    expect(followings[0].signal.aborted).toBe(true);
    followings[0].write('late');
    followings[1].write('new');
    expect(result.current.text).toBe('new\n');

    unmount();
    expect(followings[1].signal.aborted).toBe(true);
  });
});
