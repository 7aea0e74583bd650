import assert from 'node:assert/strict'

import { attemptsFor, differences, reachAt } from '../../../src/networks/probe/comparison.ts'
import { isReached, triedOf, wordsOf, type Connect } from '../../../src/networks/probe/probe.ts'
import { reach } from '../../../src/networks/reachability.ts'
import { container, endpoint, named, network, port, shop } from './models.ts'

const step = (output: string, code = 0) => ({ output, code, time: 3 })

describe('What a probe writes', () => {
	it('is read as addresses: busybox, glibc, and nothing', () => {
		const names = ['debian', 'older', 'getent', 'missing']
		const { lookups } = triedOf({ names, targets: [] }, [
			step(
				'Server:\t\t127.0.0.11\nAddress:\t127.0.0.11:53\n\nName:\tdb\nAddress: 10.0.0.2\n\nName:\tdb\nAddress: fd00::2\n',
			),
			step('Server:    127.0.0.11\nAddress 1: 127.0.0.11\n\nName:      db\nAddress 1: 10.0.0.3 db.net\n'),
			step('nslookup: not found\n10.0.0.4        db\n'),
			step("Server:\t\t127.0.0.11\nAddress:\t127.0.0.11:53\n\n** server can't find missing: NXDOMAIN\n", 1),
		])
		assert.deepEqual(
			lookups.map(({ addresses }) => addresses),
			[['10.0.0.2', 'fd00::2'], ['10.0.0.3'], ['10.0.0.4'], []],
		)
	})

	it('is read as what became of a connection', () => {
		const target = { address: '10.0.0.2', port: 80 }
		const outcome = (output: string, code: number): Connect | undefined =>
			triedOf({ names: [], targets: [target] }, [step(output, code)]).trials[0]?.outcome
		assert.equal(outcome('', 0), 'open')
		assert.equal(outcome("nc: can't connect to remote host (10.0.0.2): Connection refused", 1), 'refused')
		assert.equal(outcome("nc: can't connect to remote host (10.0.0.2): Network is unreachable", 1), 'unreachable')
		assert.equal(outcome('nc: timed out', 1), 'timeout')
		assert.equal(outcome('', 143), 'timeout')
		assert.equal(outcome("timeout: failed to run command 'nc': No such file or directory", 127), 'failed')
		assert.equal(outcome("timeout: failed to run command 'nc': Permission denied", 126), 'failed')
		assert.equal(outcome("nc: invalid option -- 'e'\n  -w timeout  Timeout for connects", 1), 'failed')
		assert.deepEqual(
			(['open', 'refused', 'timeout'] as const).map((each) => isReached({ outcome: each })),
			[true, true, false],
		)
	})

	it('is asked for word by word', () => {
		const attempts = { names: ["it's"], targets: [{ address: '10.0.0.2', port: 80 }] }
		assert.deepEqual(wordsOf(attempts), ['lookup', "it's", 'connect', '10.0.0.2', '80'])
	})
})

describe('What is worth trying', () => {
	it('is what the model says where there is a way', () => {
		const model = shop()
		const [from, to] = [named(model, 'shop-api-1'), named(model, 'shop-catalog-1')]
		const attempts = attemptsFor(model, to, 80, reach(model, from, to))
		assert.deepEqual(attempts, { names: ['catalog', 'shop-catalog-1'], targets: [{ address: '10.1.0.3', port: 80 }] })
	})

	it('is every name and address where there is none', () => {
		const model = shop()
		const [from, to] = [named(model, 'shop-api-1'), named(model, 'shop-db-1')]
		const attempts = attemptsFor(model, to, 5432, reach(model, from, to))
		assert.deepEqual(attempts, { names: ['shop-db-1', 'db'], targets: [{ address: '10.2.0.2', port: 5432 }] })
	})

	it('is the host’s port where that is published, and localhost within one sandbox', () => {
		const one = container('one', ['a'])
		const two = container('two', [endpoint('b')], { ports: [port(80, 8080, '0.0.0.0')] })
		const model = { networks: [network('a'), network('b')], containers: [one, two] }
		assert.deepEqual(attemptsFor(model, two, 80, reach(model, one, two)).targets, [{ address: '10.1.0.1', port: 8080 }])
		const guest = container('guest', [], { networkMode: 'container:one' })
		const shared = { ...model, containers: [one, guest] }
		assert.deepEqual(attemptsFor(shared, guest, 81, reach(shared, one, guest)).targets, [
			{ address: '127.0.0.1', port: 81 },
		])
	})

	it('is every name and address where another port than the one asked for is published', () => {
		const one = container('one', ['a'])
		const two = container('two', [endpoint('b', { ipv4Address: '10.2.0.2' })], { ports: [port(80, 8080, '0.0.0.0')] })
		const model = { networks: [network('a'), network('b')], containers: [one, two] }
		const expected = reachAt(reach(model, one, two), 5432)
		assert.deepEqual(expected, {
			ways: [],
			obstacles: [{ kind: 'noSharedNetwork' }, { kind: 'notPublished', port: 5432 }],
			stopped: [],
		})
		const targets = [{ address: '10.2.0.2', port: 5432 }]
		assert.deepEqual(attemptsFor(model, two, 5432, expected), { names: ['two'], targets })
		assert.equal(reachAt(reach(model, one, two), 80).ways.length, 1)
	})
})

describe('Model and trial', () => {
	const model = shop()
	const way = reach(model, named(model, 'shop-api-1'), named(model, 'shop-catalog-1'))
	const noWay = reach(model, named(model, 'shop-api-1'), named(model, 'shop-db-1'))
	const trial = (outcome: Connect) => ({ address: '10.1.0.3', port: 80, outcome, time: 1, words: '' })
	const kindsOf = (expected: typeof way, lookups: [string, string[]][], outcome: Connect) =>
		differences(expected, {
			lookups: lookups.map(([name, addresses]) => ({ name, addresses, time: 1 })),
			trials: [trial(outcome)],
		})?.map(({ kind }) => kind)

	it('agree', () => {
		assert.deepEqual(kindsOf(way, [['catalog', ['10.1.0.3']]], 'refused'), [])
		assert.deepEqual(kindsOf(noWay, [['db', []]], 'timeout'), [])
	})

	it('are not compared where nothing was tried', () => {
		assert.equal(differences(way, { lookups: [], trials: [] }), undefined)
	})

	it('are not compared where no connection could be tried, and by the others where one could not', () => {
		assert.equal(kindsOf(way, [['catalog', ['10.1.0.3']]], 'failed'), undefined)
		assert.equal(kindsOf(noWay, [], 'failed'), undefined)
		assert.deepEqual(differences(way, { lookups: [], trials: [trial('failed'), trial('open')] }), [])
	})

	it('are not compared while somebody has to be started first', () => {
		assert.equal(kindsOf({ ...way, stopped: ['shop-catalog-1'] }, [['catalog', []]], 'timeout'), undefined)
	})

	it('differ where only some of the addresses are reached, and it is said which are not', () => {
		const one = container('one', ['a'])
		const two = container('two', [endpoint('a', { ipv4Address: '10.1.0.3', ipv6Address: 'fd00::3' })])
		const dual = reach({ networks: [network('a')], containers: [one, two] }, one, two)
		const silent = { ...trial('timeout'), address: 'fd00::3' }
		const untried = { ...trial('failed'), address: '10.1.0.4' }
		assert.deepEqual(differences(dual, { lookups: [], trials: [trial('open'), untried, silent] }), [
			{ kind: 'addressNotReached', target: silent },
		])
		const refused = { ...silent, outcome: 'refused' as const }
		assert.deepEqual(differences(dual, { lookups: [], trials: [trial('open'), refused] }), [])
	})

	it('differ, and it is said how', () => {
		assert.deepEqual(kindsOf(way, [['catalog', []]], 'timeout'), ['notReachedAgainstModel', 'nameNotFound'])
		assert.deepEqual(kindsOf(way, [['catalog', ['10.9.9.9']]], 'open'), ['nameElsewhere'])
		assert.deepEqual(kindsOf(noWay, [['db', ['10.2.0.2']]], 'open'), ['reachedAgainstModel', 'nameFoundAgainstModel'])
	})
})
