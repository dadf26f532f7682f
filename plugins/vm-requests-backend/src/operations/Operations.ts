import { ConflictError, InputError } from '@backstage/errors';
import { OperationKind } from '@backlot/plugin-vm-requests-common';
import {
  ChangeOfMachine,
  OperationRequest,
  PlannedOperation,
  RequestOperation,
  VmRequestOperations,
} from '@backlot/plugin-vm-requests-node';
import { adoptOperation } from './adopt/adoptOperation';
import { createOperation } from './create/createOperation';
import { decommissionOperation } from './decommission/decommissionOperation';
import { rebuildOperation } from './rebuild/rebuildOperation';
import { extendOperation } from './extend/extendOperation';
import { resizeOperation } from './resize/resizeOperation';
import { transferOperation } from './transfer/transferOperation';
import { upgradeOperation } from './upgrade/upgradeOperation';

/** The kinds of operations that there are: the ledger's own, and those that modules bring. */
export class Operations implements VmRequestOperations {
  readonly #byKind = new Map<OperationKind, RequestOperation>();

  constructor() {
    [
      createOperation,
      adoptOperation,
      resizeOperation,
      rebuildOperation,
      upgradeOperation,
      extendOperation,
      transferOperation,
      decommissionOperation,
    ].forEach(operation => this.addOperation(operation));
  }

  addOperation(operation: RequestOperation): void {
    if (this.#byKind.has(operation.kind)) {
      throw new ConflictError(
        `There are two operations of the kind '${operation.kind}'. Install one of the modules that bring it.`,
      );
    }
    this.#byKind.set(operation.kind, operation);
  }

  /** The operation that a request is. */
  of({ kind }: { kind: OperationKind }): RequestOperation {
    const operation = this.#byKind.get(kind);
    if (!operation) {
      throw new ConflictError(
        `The ledger has no operation of the kind '${kind}'. Install the module that brings it.`,
      );
    }
    return operation;
  }

  /** The operation of a request that Terraform plans and applies. */
  planned({ kind }: { kind: OperationKind }): PlannedOperation {
    const operation = this.of({ kind });
    if (operation.needsPlan === false) {
      throw new ConflictError(
        `The operation '${kind}' has no plan: it changes only what the ledger keeps of a machine.`,
      );
    }
    return operation;
  }

  /** What an operation that is asked of a machine takes. */
  changeOf({ kind }: { kind: OperationKind }): ChangeOfMachine {
    const { change } = this.of({ kind });
    if (!change) {
      throw new InputError(
        `The operation '${kind}' cannot be asked of a machine of the ledger.`,
      );
    }
    return change;
  }

  /** How what a failed apply of a request left is taken back. */
  rollBackOf(request: OperationRequest): 'destroy' | 'revert' | 'none' {
    const operation = this.of(request);
    return operation.needsPlan === false ? 'none' : operation.rollBack(request);
  }

  /** What a request is called, also where the module that brought its kind is no more. */
  titleOf(kind: OperationKind): string {
    return this.#byKind.get(kind)?.words.title ?? kind;
  }

  /** What may be true of a machine once an apply has failed, as a sentence begins. */
  halfAppliedOf(kind: OperationKind): string {
    return (
      this.#byKind.get(kind)?.words.halfApplied ??
      'Part of what was asked for may be done'
    );
  }

  /** All, in the order in which they are offered. */
  list(): RequestOperation[] {
    return [...this.#byKind.values()];
  }
}
