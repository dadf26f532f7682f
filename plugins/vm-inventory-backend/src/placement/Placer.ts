import { ConflictError, ServiceUnavailableError } from '@backstage/errors';
import {
  choosePlacement,
  Placement,
  PlacementPolicy,
  PlaceRequest,
  Reservation,
  SourceStatus,
} from '@backlot/plugin-vm-inventory-common';
import { CAUSE_ELSEWHERE } from '../access/causes';
import { Clock } from '../clock';
import { Predicate } from '../query/filters';
import { ReservationStore } from '../reservations';
import { InventoryStore } from '../store';
import { visibleInventory } from './visibleInventory';

/**
 * Chooses places from what is known now, and keeps them when asked to.
 *
 * @internal
 */
export class Placer {
  readonly #store: InventoryStore;
  readonly #reservations: ReservationStore;
  readonly #sources: { status(source: string): SourceStatus };
  readonly #clock: Clock;
  readonly #policy: PlacementPolicy;

  constructor(options: {
    store: InventoryStore;
    reservations: ReservationStore;
    sources: { status(source: string): SourceStatus };
    clock: Clock;
    policy: PlacementPolicy;
  }) {
    this.#store = options.store;
    this.#reservations = options.reservations;
    this.#sources = options.sources;
    this.#clock = options.clock;
    this.#policy = options.policy;
  }

  /**
   * @param options - `createdBy` is the subject of who keeps the place
   * @throws ConflictError when it fits nowhere, with the reason for each candidate
   * @throws InputError when the request names something that does not exist
   * @throws NotFoundError when there is no such source
   * @throws ServiceUnavailableError when nothing is known of the source yet
   */
  async place(
    { reservation, ...request }: PlaceRequest,
    options: { sees?: Predicate; seesCauses: boolean; createdBy: string },
  ): Promise<Placement> {
    const { source } = request;
    this.#requireKnown(source, options);
    const choose = (others: Reservation[], own?: Reservation): Placement => {
      const decision = choosePlacement(
        visibleInventory(this.#store.snapshot(), options.sees),
        request,
        others,
        { policy: this.#policy, keep: own },
      );
      if (!decision.fits) {
        throw new ConflictError(
          `The machine fits nowhere in '${source}'. ${decision.reasons
            .filter(({ fits }) => !fits)
            .map(({ reason }) => reason)
            .join(' ')}`,
        );
      }
      return {
        ...decision.placement,
        ageMs: this.#sources.status(source).ageMs,
      };
    };
    if (!reservation) {
      return choose(await this.#reservations.list({ source }));
    }

    const { id, ttlSeconds } = reservation;
    const { createdBy } = options;
    const kept = await this.#reservations.keep(
      { id, source, createdBy },
      (others, own) => {
        const chosen = choose(others, own);
        return {
          chosen,
          reservation: {
            cluster: chosen.cluster.id,
            datastore: chosen.datastore.id,
            cpus: request.cpus,
            memoryMib: request.memoryMib,
            diskBytes: request.diskBytes,
            expiresAt: new Date(
              this.#clock.now() + ttlSeconds * 1000,
            ).toISOString(),
          },
        };
      },
    );
    const { expiresAt } = kept.reservation;
    return { ...kept.chosen, reservation: { id, expiresAt } };
  }

  #requireKnown(source: string, options: { seesCauses: boolean }): void {
    const { asOf, lastError } = this.#sources.status(source);
    if (asOf === undefined) {
      throw new ServiceUnavailableError(
        lastError
          ? `Source '${source}' has not been loaded yet, because it does not answer. ${
              options.seesCauses ? lastError.message : CAUSE_ELSEWHERE
            }`
          : `Source '${source}' is being loaded for the first time. Try again in a minute.`,
      );
    }
  }
}
