import assert from 'node:assert/strict'

import { checkRules, knownNames, peersNamed } from '../../../src/networks/isolation/check.ts'
import { applied, proposePlan } from '../../../src/networks/isolation/plan.ts'
import { parseRule, parseRules } from '../../../src/networks/isolation/rules.ts'
import type { Model, Peer } from '../../../src/networks/reachability.ts'
import { container, network, port, shop } from './models.ts'

const wish = 'project: shop\nmust:\n  - api <-> catalog\n  - catalog ↔ db\nnever:\n  - api <-> db\n'

/** All three on one network, as compose makes it by itself. */
function flat(): Model {
	const model = shop()
	return {
		networks: [
			...model.networks.slice(0, 1),
			network('shop_default', { labels: { 'com.docker.compose.project': 'shop' } }),
		],
		containers: model.containers.map((peer) =>
			container(peer.name, ['shop_default'], { labels: peer.labels, ports: peer.ports }),
		),
	}
}

async function holding(model: Model, text: string): Promise<readonly boolean[]> {
	return checkRules(model, await parseRules(text)).map(({ holds }) => holds)
}

async function planOf(model: Model, text: string) {
	const file = await parseRules(text)
	const plan = proposePlan(model, file)
	const after = checkRules(applied(model, plan), file)
	return { plan, after: after.map(({ holds }) => holds) }
}

describe('An isolation file', () => {
	it('reads rules with every arrow', () => {
		assert.deepEqual(parseRule('api -> db'), { from: 'api', to: 'db', both: false })
		assert.deepEqual(parseRule(' api → db '), { from: 'api', to: 'db', both: false })
		assert.deepEqual(parseRule('api <-> db'), { from: 'api', to: 'db', both: true })
		assert.deepEqual(parseRule('api ↔ db'), { from: 'api', to: 'db', both: true })
		for (const wrong of ['api', 'api - db', 'api -> ', 'api -> db web', 'api -> api', '']) {
			assert.equal(parseRule(wrong), undefined, wrong)
		}
	})

	it('knows where a rule stands', async () => {
		const { project, rules, problems } = await parseRules(wish)
		assert.equal(project, 'shop')
		assert.deepEqual(problems, [])
		assert.deepEqual(
			rules.map(({ kind, span }) => [kind, wish.slice(span.start, span.end)]),
			[
				['must', 'api <-> catalog'],
				['must', 'catalog ↔ db'],
				['never', 'api <-> db'],
			],
		)
	})

	it('says what is wrong, and reads the rest', async () => {
		const text = 'project: [a]\nmust:\n  - api -> db\n  - nonsense\n  - 5\nnever: db\nelse: 1\n'
		const { rules, problems } = await parseRules(text)
		assert.equal(rules.length, 1)
		assert.deepEqual(
			problems.map(({ kind, span }) => [kind, text.slice(span.start, span.end)]),
			[
				['notText', '[a]'],
				['notRule', 'nonsense'],
				['notRule', '5'],
				['notList', 'db'],
				['unknownKey', 'else'],
			],
		)
		assert.deepEqual((await parseRules('must: [')).problems[0]?.kind, 'yaml')
		assert.deepEqual((await parseRules('- a')).problems[0]?.kind, 'notMap')
		assert.deepEqual(await parseRules(''), { project: undefined, rules: [], problems: [] })
	})
})

describe('Isolation rules', () => {
	it('hold, or not', async () => {
		assert.deepEqual(await holding(shop(), wish), [true, true, true])
		assert.deepEqual(await holding(flat(), wish), [true, true, false])
	})

	it('name those that no container has', async () => {
		const [verdict] = checkRules(shop(), await parseRules('project: shop\nnever:\n  - api -> cache\n'))
		assert.deepEqual(verdict?.unknown, ['cache'])
		assert.equal(verdict.holds, false)
	})

	it('mean services of their project first, then containers, then aliases', () => {
		const model = shop()
		const other = container('db', ['bridge'])
		const both = { ...model, containers: [...model.containers, other] }
		const names = (project: string | undefined, name: string) =>
			peersNamed(both, project, name).map((peer) => peer.name)
		assert.deepEqual(names('shop', 'db'), ['shop-db-1'])
		assert.deepEqual(names('else', 'db'), ['db'])
		assert.deepEqual(names(undefined, 'shop/catalog'), ['shop-catalog-1'])
		assert.deepEqual(names(undefined, 'nobody'), [])
		assert.deepEqual(knownNames(both, 'shop'), ['api', 'catalog', 'db', 'outside'])
	})

	it('speak of the outside world', async () => {
		const text =
			'project: shop\nmust: [outside -> api, catalog -> outside]\nnever: [outside -> db, db -> outside, api -> outside]'
		assert.deepEqual(await holding(shop(), text), [true, true, true, true, false])
		const model = shop()
		const [first] = model.containers
		assert.ok(first)
		const local = { ...model, containers: [{ ...first, ports: [port(80, 8080, '127.0.0.1')] }] }
		assert.deepEqual(await holding(local, 'never: [outside -> shop-api-1]'), [true])
	})
})

describe('A proposal of networks', () => {
	it('changes nothing where all holds', async () => {
		const { plan } = await planOf(shop(), wish)
		assert.deepEqual(plan, { create: [], connect: [], disconnect: [], cutOff: [], unmended: [] })
	})

	it('separates who must not meet, and keeps together who must', async () => {
		const { plan, after } = await planOf(flat(), wish)
		assert.deepEqual(after, [true, true, true])
		assert.equal(plan.create.length, 1)
		assert.equal(plan.disconnect.length, 1)
		// The API publishes a port, so it is the database that moves.
		assert.equal(plan.disconnect[0]?.container.name, 'shop-db-1')
		// If it were not internal, the database would reach the API through that port.
		assert.deepEqual(plan.create, [{ name: 'shop_catalog-db', internal: true, project: 'shop' }])
		assert.deepEqual(
			plan.cutOff.map(({ name }) => name),
			['shop-db-1'],
		)
	})

	it('lets out whoever gets out today, where no rule is broken by it', async () => {
		const model = flat()
		const quiet = { ...model, containers: model.containers.map((peer) => ({ ...peer, ports: [] })) }
		const { plan, after } = await planOf(quiet, wish)
		assert.deepEqual(after, [true, true, true])
		assert.equal(plan.create[0]?.internal, false)
		assert.deepEqual(plan.cutOff, [])
	})

	it('makes a network internal where somebody on it may not get out', async () => {
		const { plan, after } = await planOf(flat(), `${wish}  - db -> outside\n`)
		assert.deepEqual(after, [true, true, true, true])
		assert.deepEqual(plan.create, [{ name: 'shop_catalog-db', internal: true, project: 'shop' }])
	})

	it('joins who must, without letting in a third', async () => {
		const lonely = (name: string) => container(name, [], { networkMode: 'none' })
		const model = { networks: [], containers: [lonely('a'), lonely('b'), lonely('c')] }
		const { plan, after } = await planOf(model, 'must: [a <-> b, b <-> c]\nnever: [a <-> c]')
		assert.deepEqual(after, [true, true, true])
		assert.deepEqual(plan.create.map(({ name }) => name).sort(), ['a-b', 'b-c'])
		const one = await planOf(model, 'must: [a <-> b, b <-> c, a <-> c]')
		assert.deepEqual(one.after, [true, true, true])
	})

	describe('where another rule is broken', () => {
		/** `api` and `db` share a network that they may not share; the others are beside them. */
		const torn = (...others: readonly Peer[]): Model => ({
			networks: [network('front'), network('back'), network('side')],
			containers: [container('api', ['front', 'back']), container('db', ['back']), ...others],
		})
		const onHost = container('monitor', ['host'], { networkMode: 'host' })
		const open = container('hook', ['side'], { ports: [port(80, 8080, '0.0.0.0')] })

		for (const [rule, other] of [
			['monitor -> api', onHost],
			['monitor -> outside', onHost],
			['api -> hook', open],
		] as const) {
			it(`changes nothing for ${rule}, which holds`, async () => {
				const { plan, after } = await planOf(torn(other), `never: [api <-> db]\nmust: [${rule}]`)
				assert.deepEqual(after, [true, true])
				assert.deepEqual([plan.create, plan.connect, plan.unmended], [[], [], []])
				assert.deepEqual(
					plan.disconnect.map(({ networkName }) => networkName),
					['back'],
				)
			})
		}

		it('joins again who would lose the names by which they know each other', async () => {
			const published = container('db', ['back'], { ports: [port(80, 8080, '0.0.0.0')] })
			const model = {
				networks: [network('back')],
				containers: [published, ...['a', 'b'].map((name) => container(name, ['back']))],
			}
			const { plan, after } = await planOf(model, 'never: [a <-> b]\nmust: [a -> db, b -> db]')
			assert.deepEqual(after, [true, true, true])
			assert.equal(plan.create.length, 1)
		})

		it('leaves alone who is kept apart, or kept in, already', async () => {
			const apart = network('apart', { options: { 'com.docker.network.bridge.enable_icc': 'false' } })
			const closed = network('closed', { driver: 'ipvlan', options: { parent: '' } })
			const { networks, containers } = torn(
				container('a', ['apart']),
				container('b', ['apart']),
				container('c', ['closed']),
			)
			const model = { networks: [...networks, apart, closed], containers }
			const { plan } = await planOf(model, 'never: [api <-> db, a <-> b, c -> outside]')
			assert.deepEqual(
				plan.disconnect.map(({ networkName }) => networkName),
				['back'],
			)
		})
	})

	it('never joins who can join nothing', async () => {
		const internal = network('inside', {
			internal: true,
			options: { 'com.docker.network.bridge.inhibit_ipv4': 'true' },
		})
		const none = network('none', { driver: 'null' })
		for (const barred of [
			container('barred', ['host'], { networkMode: 'host' }),
			container('barred', ['none'], { networkMode: 'none' }),
		]) {
			const model = { networks: [internal, none], containers: [barred, container('a', ['inside'])] }
			const { plan } = await planOf(model, 'must: [barred -> a]')
			assert.deepEqual([plan.create, plan.connect, plan.disconnect], [[], [], []])
			assert.equal(plan.unmended.length, 1)
		}
	})

	it('takes whose sandbox is gone for nobody in the outside world', async () => {
		const orphan = container('orphan', [], { networkMode: 'container:gone' })
		const model = { networks: [network('front')], containers: [container('a', ['front']), orphan] }
		const { plan } = await planOf(model, 'never: [a -> orphan]')
		assert.deepEqual([plan.create, plan.connect, plan.disconnect], [[], [], []])
	})

	it('joins who must where the network that they share keeps its containers apart', async () => {
		for (const options of [{ macvlan_mode: 'private' }, { ipvlan_flag: 'private' }]) {
			const apart = network('apart', { driver: 'ipvlan', options })
			const model = { networks: [apart], containers: [container('a', ['apart']), container('b', ['apart'])] }
			const { plan, after } = await planOf(model, 'must: [a <-> b]')
			assert.deepEqual([plan.create.length, after], [1, [true]])
		}
	})

	it('never uses a name that is taken', async () => {
		const model = {
			networks: [network('a-b')],
			containers: [container('a', []), container('b', []), container('c', ['a-b'])],
		}
		const { plan } = await planOf(model, 'must: [a -> b]')
		assert.deepEqual(
			plan.create.map(({ name }) => name),
			['a-b-2'],
		)
	})

	it('says what no network can mend', async () => {
		const owner = container('owner', ['a'])
		const guest = container('guest', [], { networkMode: 'container:owner' })
		const shared = await planOf({ networks: [network('a')], containers: [owner, guest] }, 'never: [owner <-> guest]')
		assert.equal(shared.plan.unmended.length, 1)
		const open = container('open', ['a'], { ports: [port(80, 8080, '0.0.0.0')] })
		const published = await planOf({ networks: [network('a')], containers: [open] }, 'never: [outside -> open]')
		assert.equal(published.plan.unmended.length, 1)
		const torn = await planOf(
			{ networks: [network('a')], containers: [open, owner] },
			'must: [open -> owner]\nnever: [owner -> open]',
		)
		assert.ok(torn.plan.unmended.length > 0)
	})

	it('keeps names: whoever joins is found by the aliases that it has elsewhere', async () => {
		const { plan } = await planOf(flat(), wish)
		const joining = plan.connect.find((each) => each.container.name === 'shop-db-1')
		assert.deepEqual(joining?.aliases, ['db'])
	})
})
