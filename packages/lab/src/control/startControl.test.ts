import request from 'supertest';
import { FaultSwitches } from '../faults/FaultSwitches';
import { LabControl, startControl } from './startControl';

describe('the control endpoint', () => {
  let faults: FaultSwitches;
  let control: LabControl;

  beforeEach(async () => {
    faults = new FaultSwitches();
    control = await startControl(faults);
  });

  afterEach(() => control.close());

  it('switches faults on and off, and lists them', async () => {
    const fault = { peer: 'netbox', kind: 'slow', delayMs: 5, path: '/api' };
    await request(control.url).post('/faults').send(fault).expect(201);
    await request(control.url)
      .get('/faults')
      .expect(200, { faults: [fault] });
    expect(faults.list()).toEqual([fault]);
    await request(control.url).delete('/faults?peer=forge').expect(204);
    expect(faults.list()).toEqual([fault]);
    await request(control.url)
      .delete('/faults?peer=netbox&kind=slow')
      .expect(204);
    expect(faults.list()).toEqual([]);
  });

  it('has the company grow', async () => {
    const grown: number[] = [];
    const growing = await startControl(faults, {
      grow: async machines => {
        grown.push(machines);
      },
    });
    await request(growing.url)
      .post('/growth')
      .send({ machines: 1000 })
      .expect(201, { machines: 1000 });
    await request(growing.url)
      .post('/growth')
      .send({ machines: 'many' })
      .expect(400);
    await request(growing.url)
      .post('/growth')
      .type('form')
      .send('machines=5')
      .expect(400);
    await growing.close();
    expect(grown).toEqual([1000]);
  });

  it.each([
    [{ peer: 'nobody', kind: 'down' }, 'peer'],
    [{ peer: 'forge', kind: 'asleep' }, 'kind'],
    [{ peer: 'forge', kind: 'down', times: 0 }, 'times'],
    [{ peer: 'forge', kind: 'down', hosts: 1 }, 'hosts'],
  ])('says what is wrong with %j', async (fault, word) => {
    const { body, status } = await request(control.url)
      .post('/faults')
      .send(fault);
    expect(status).toBe(400);
    expect(body.error.message).toContain(word);
  });

  it('takes nothing that a web page may send without asking', async () => {
    await request(control.url)
      .post('/faults')
      .set('content-type', 'text/plain')
      .send('{"peer":"forge","kind":"down"}')
      .expect(400);
    expect(faults.list()).toEqual([]);
  });
});
