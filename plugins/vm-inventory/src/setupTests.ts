import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// A small machine that builds at the same time is slow, not wrong.
jest.setTimeout(60_000);
configure({ asyncUtilTimeout: 20_000 });

// jsdom lays nothing out: without a size, no row of a virtual table would be looked at.
Object.defineProperties(HTMLElement.prototype, {
  clientHeight: { configurable: true, value: 600 },
  clientWidth: { configurable: true, value: 1000 },
});
