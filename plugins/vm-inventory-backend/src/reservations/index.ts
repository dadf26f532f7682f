export { ReservationStore } from './ReservationStore';
