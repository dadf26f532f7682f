import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// A small machine that builds at the same time is slow, not wrong.
jest.setTimeout(60_000);
configure({ asyncUtilTimeout: 20_000 });
