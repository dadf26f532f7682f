import { ConflictError, ServiceUnavailableError } from '@backstage/errors';
import {
  choosePlacement,
  Growth,
  GrowRequest,
  judgeGrowth,
  Placement,
  PlacementReason,
  PlacementPolicy,
  PlaceRequest,
  Reservation,
  SourceStatus,
} from '@backlot/plugin-vm-inventory-common';
import { CAUSE_ELSEWHERE } from '../access/causes';
import { Clock } from '../clock';
import { Predicate } from '../query/filters';
import { getVisible } from '../query/getVisible';
import { ReservationStore } from '../reservations';
import { InventoryStore } from '../store';
import { visibleInventory } from './visibleInventory';

/**
 * For whom is looked, and who keeps what is found.
 *
 * @internal
 */
export interface PlacerOptions {
  sees?: Predicate;
  seesCauses: boolean;
  /** Subject of who keeps the place. */
  createdBy: string;
}

/**
 * Chooses places from what is known now, or finds room where a machine is, and keeps them when
 * asked to.
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
   * Chooses where a new machine goes.
   *
   * @throws ConflictError when it fits nowhere, with the reason for each candidate
   * @throws InputError when the request names something that does not exist
   * @throws NotFoundError when there is no such source
   * @throws ServiceUnavailableError when nothing is known of the source yet
   */
  async place(
    request: PlaceRequest,
    options: PlacerOptions,
  ): Promise<Placement> {
    const { source } = request;
    this.#requireKnown(source, options);
    return this.#find(request, options, (others, own): Placement => {
      const decision = choosePlacement(
        visibleInventory(this.#store.snapshot(), options.sees),
        request,
        others,
        { policy: this.#policy, keep: own },
      );
      if (!decision.fits) {
        throw new ConflictError(
          `The machine fits nowhere in '${source}'. ${whyNot(
            decision.reasons,
          )}`,
        );
      }
      return decision.placement;
    });
  }

  /**
   * Finds room for what a machine is to get more, in the cluster and on a datastore where it is.
   *
   * @throws ConflictError when there is none, with the reasons
   * @throws InputError when the machine is not on the datastore that is asked for
   * @throws NotFoundError when there is no such source or machine
   * @throws ServiceUnavailableError when nothing is known of the source yet
   */
  async grow(
    { source, id }: { source: string; id: string },
    request: GrowRequest,
    options: PlacerOptions,
  ): Promise<Growth> {
    const { sees } = options;
    this.#requireKnown(source, options);
    return this.#find({ ...request, source }, options, (others): Growth => {
      const snapshot = this.#store.snapshot();
      const machine = getVisible(
        snapshot,
        { kind: 'machine', source, id },
        sees,
      );
      const decision = judgeGrowth(
        visibleInventory(snapshot, sees),
        machine,
        request,
        others,
        { policy: this.#policy },
      );
      if (!decision.fits) {
        throw new ConflictError(
          `There is no room in '${source}' for what machine '${
            machine.name
          }' is to get more. ${whyNot(decision.reasons)}`,
        );
      }
      return decision.growth;
    });
  }

  /**
   * Finds room and, where the request has a reservation, keeps it in the same step.
   *
   * @param choose - throws when there is none
   */
  async #find<T extends Growth>(
    request: Pick<
      PlaceRequest,
      'source' | 'cpus' | 'memoryMib' | 'diskBytes' | 'reservation'
    >,
    { createdBy }: PlacerOptions,
    choose: (others: Reservation[], own?: Reservation) => T,
  ): Promise<T> {
    const { source, cpus, memoryMib, diskBytes, reservation } = request;
    const find = (others: Reservation[], own?: Reservation): T => {
      const chosen = choose(others, own);
      return { ...chosen, ageMs: this.#sources.status(source).ageMs };
    };
    if (!reservation) {
      return find(await this.#reservations.list({ source }));
    }

    const { id, ttlSeconds } = reservation;
    const kept = await this.#reservations.keep(
      { id, source, createdBy },
      (others, own) => {
        const chosen = find(others, own);
        return {
          chosen,
          reservation: {
            cluster: chosen.cluster.id,
            datastore: chosen.datastore.id,
            cpus,
            memoryMib,
            diskBytes,
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

  #requireKnown(
    source: string,
    options: Pick<PlacerOptions, 'seesCauses'>,
  ): void {
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

function whyNot(reasons: PlacementReason[]): string {
  return reasons
    .filter(({ fits }) => !fits)
    .map(({ reason }) => reason)
    .join(' ');
}
