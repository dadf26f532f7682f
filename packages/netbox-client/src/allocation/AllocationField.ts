import { untilAborted } from '@backlot/backend-common';
import { ConflictError } from '@backstage/errors';
import { NetBoxClock } from '../Clock';
import { NetBoxApi } from '../http/NetBoxApi';
import { refusal } from '../http/refusal';
import { CustomFieldRecord, customFieldSchema } from '../records';
import {
  addressType,
  allocationFieldProblems,
  allocationFieldRemedy,
} from './allocationFieldProblems';

/** How long a field that was right is taken to be right. */
const TRUST_MS = 60_000;

/**
 * What setting up the custom field did.
 *
 * @public
 */
export interface CustomFieldSetUp {
  name: string;
  outcome: 'created' | 'changed' | 'unchanged';
}

/**
 * The custom field that holds the keys of allocations.
 *
 * @internal
 */
export class AllocationField {
  readonly name: string;
  readonly #api: NetBoxApi;
  readonly #clock: NetBoxClock;
  #trustedUntil = -Infinity;
  /** One look for all who ask at the same time. */
  #checking: Promise<void> | undefined;

  constructor(api: NetBoxApi, name: string, clock: NetBoxClock) {
    this.#api = api;
    this.name = name;
    this.#clock = clock;
  }

  /** The field as NetBox has it now. */
  async find(signal?: AbortSignal): Promise<CustomFieldRecord | undefined> {
    const fields = await this.#api.find(customFieldSchema, {
      path: '/api/extras/custom-fields/',
      query: { name: this.name },
      asked: `custom field ${this.name}`,
      signal,
    });
    return fields.find(field => field.name === this.name);
  }

  /**
   * Makes sure that look-ups by key and the uniqueness of keys can be relied on.
   *
   * @throws ConflictError if the field is missing or not as it must be
   */
  async ensure(signal?: AbortSignal): Promise<void> {
    if (this.#clock.now() < this.#trustedUntil) {
      return;
    }
    this.#checking ??= this.#check().finally(() => {
      this.#checking = undefined;
    });
    await untilAborted(this.#checking, signal);
  }

  async #check(): Promise<void> {
    const field = await this.find();
    const problems = allocationFieldProblems(this.name, field);
    if (problems.size > 0) {
      throw new ConflictError(
        `NetBox is not ready for allocations: ${[...problems.values()].join(
          '; ',
        )}. ${allocationFieldRemedy(this.name, field)}`,
      );
    }
    this.#trustedUntil = this.#clock.now() + TRUST_MS;
  }

  /** Has the field checked again before it is next relied on. */
  distrust(): void {
    this.#trustedUntil = -Infinity;
  }

  /**
   * Makes the field, or makes it unique, exact and one of addresses.
   *
   * @throws ConflictError if there is a field of that name with another type
   */
  async setUp(signal?: AbortSignal): Promise<CustomFieldSetUp> {
    this.distrust();
    const field = await this.find(signal);
    if (!field) {
      return this.#create(signal);
    }
    if (field.type !== 'text') {
      throw new ConflictError(
        `The custom field "${this.name}" is of type ${
          field.type
        } and not text. ${allocationFieldRemedy(this.name, field)}`,
      );
    }
    if (allocationFieldProblems(this.name, field).size === 0) {
      return { name: this.name, outcome: 'unchanged' };
    }
    await this.#api.patch(customFieldSchema, {
      path: `/api/extras/custom-fields/${field.id}/`,
      body: {
        unique: true,
        filter_logic: 'exact',
        object_types: [...new Set([...field.object_types, addressType])],
      },
      asked: `change custom field ${this.name}`,
      signal,
    });
    return { name: this.name, outcome: 'changed' };
  }

  async #create(signal?: AbortSignal): Promise<CustomFieldSetUp> {
    const answer = await this.#api.http.send({
      method: 'POST',
      path: '/api/extras/custom-fields/',
      body: {
        name: this.name,
        label: 'Backlot allocation',
        description: 'Key of the allocation that the address was made for',
        type: 'text',
        object_types: [addressType],
        unique: true,
        filter_logic: 'exact',
      },
      asked: `create custom field ${this.name}`,
      signal,
    });
    if (answer.status !== 201) {
      throw refusal(answer);
    }
    return { name: this.name, outcome: 'created' };
  }
}
