import { ReactNode } from 'react';
import { act, renderHook } from '@testing-library/react';
import { MemoryRouter, useLocation } from 'react-router-dom';
import { useUrlState } from './useUrlState';

function setUp(url: string) {
  return renderHook(
    () => {
      const [search, setSearch] = useUrlState('search');
      return { search, setSearch, url: useLocation().search };
    },
    {
      wrapper: ({ children }: { children: ReactNode }) => (
        <MemoryRouter
          initialEntries={[url]}
          future={{ v7_startTransition: false, v7_relativeSplatPath: false }}
        >
          {children}
        </MemoryRouter>
      ),
    },
  );
}

describe('useUrlState', () => {
  it('reads its value from the URL', () => {
    expect(setUp('/?search=web%2001').result.current.search).toBe('web 01');
    expect(setUp('/').result.current.search).toBe('');
  });

  it('changes its value alone', () => {
    const { result } = setUp('/?power=on&search=web');

    act(() => result.current.setSearch('db&x'));

    expect(result.current.search).toBe('db&x');
    expect(result.current.url).toBe('?power=on&search=db%26x');
  });

  it('takes an empty value out of the URL', () => {
    const { result } = setUp('/?power=on&search=web');

    act(() => result.current.setSearch(''));

    expect(result.current.url).toBe('?power=on');
  });
});
