import { Task } from '../model/ManagedObject';
import { escapeXml } from '../soap/escapeXml';
import {
  boolean,
  data,
  dateTime,
  enumeration,
  int,
  PropertyNode,
  reference,
  string,
} from './PropertyNode';

/** The error of a task, which is written as the fault that it is. */
const error: PropertyNode<Task> = {
  val: task =>
    task.error &&
    `<val xsi:type="LocalizedMethodFault">${task.error.localized()}</val>`,
  element: (name, task) =>
    task.error ? `<${name}>${task.error.localized()}</${name}>` : '',
};

/** What the task made; a reference to it is declared with `xsd:anyType`. */
const result: PropertyNode<Task> = {
  val: task => task.result && typed('val', task.result),
  element: (name, task) => (task.result ? typed(name, task.result) : ''),
};

function typed(name: string, { type, ref }: NonNullable<Task['result']>) {
  return `<${name} type="${type}" xsi:type="ManagedObjectReference">${escapeXml(
    ref,
  )}</${name}>`;
}

export const taskProperties: Record<string, PropertyNode<Task>> = {
  info: data('TaskInfo', {
    key: string(task => task.ref),
    task: reference(task => task.ref),
    name: string(task => task.method),
    descriptionId: string(task => task.descriptionId),
    entity: {
      val: task =>
        `<val type="${task.entity.type}" xsi:type="ManagedObjectReference">${task.entity.ref}</val>`,
      element: (name, task) =>
        `<${name} type="${task.entity.type}">${task.entity.ref}</${name}>`,
    },
    entityName: string(task => task.entity.name),
    state: enumeration('TaskInfoState', task => task.state),
    cancelled: boolean(() => false),
    cancelable: boolean(() => false),
    error,
    result,
    progress: int(task => (task.state === 'running' ? 50 : undefined)),
    reason: {
      val: task =>
        `<val xsi:type="TaskReasonUser"><userName>${escapeXml(
          task.userName,
        )}</userName></val>`,
      element: (name, task) =>
        `<${name} xsi:type="TaskReasonUser"><userName>${escapeXml(
          task.userName,
        )}</userName></${name}>`,
    },
    queueTime: dateTime(task => task.queuedAt),
    startTime: dateTime(task => task.startedAt),
    completeTime: dateTime(task => task.completedAt),
    eventChainId: int(task => Number(task.ref.replace(/\D/g, ''))),
  }),
};
