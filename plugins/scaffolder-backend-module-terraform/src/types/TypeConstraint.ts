/**
 * What a Terraform variable takes.
 *
 * @internal
 */
export type TypeConstraint =
  | { kind: 'any' }
  | { kind: 'string' }
  | { kind: 'number' }
  | { kind: 'bool' }
  | { kind: 'list' | 'set' | 'map'; element: TypeConstraint }
  | { kind: 'tuple'; items: TypeConstraint[] }
  | { kind: 'object'; attributes: ObjectAttribute[] };

/** @internal */
export interface ObjectAttribute {
  name: string;
  type: TypeConstraint;
  optional: boolean;
}

/**
 * A type as it is written in Terraform.
 *
 * @internal
 */
export function typeText(type: TypeConstraint): string {
  switch (type.kind) {
    case 'list':
    case 'set':
    case 'map':
      return `${type.kind}(${typeText(type.element)})`;
    case 'tuple':
      return `tuple([${type.items.map(typeText).join(', ')}])`;
    case 'object': {
      const attributes = type.attributes.map(attribute => {
        const text = typeText(attribute.type);
        return `${attribute.name} = ${
          attribute.optional ? `optional(${text})` : text
        }`;
      });
      return attributes.length === 0
        ? 'object({})'
        : `object({ ${attributes.join(', ')} })`;
    }
    default:
      return type.kind;
  }
}
