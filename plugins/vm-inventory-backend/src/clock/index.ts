export * from './Clock';
export * from './systemClock';
