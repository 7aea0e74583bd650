import * as v from 'valibot'
import { decode, decodeNetwork } from '../../engine/decode.ts'
import type { Engine } from '../../engine/engine.ts'
import type { NetworkSpecification } from '../network.ts'

const restSchema = v.object({
	EnableIPv4: v.nullish(v.boolean(), true),
	ConfigOnly: v.nullish(v.boolean(), false),
	ConfigFrom: v.nullish(v.object({ Network: v.nullish(v.string(), '') }), { Network: '' }),
	IPAM: v.nullish(v.object({ Options: v.nullish(v.record(v.string(), v.string()), {}) }), { Options: {} }),
})

/**
 * What a network was made with, so that the same can be made again; `GET /networks/{id}`. A subnet that the engine chose
 * is given too, so that its containers can keep their addresses.
 *
 * @returns The settings; and whether they are those of another network, or only serve as another one's, which can't be
 *   said by a specification.
 * @throws {EngineError}
 */
export async function specificationOf(
	{ docker }: Engine,
	id: string,
): Promise<{ readonly specification: NetworkSpecification; readonly isShared: boolean }> {
	const reply: unknown = await docker.getNetwork(id).inspect()
	const { name, driver, internal, attachable, ipv6, pools, options, labels, ipamDriver } = decodeNetwork(reply)
	const { EnableIPv4, ConfigOnly, ConfigFrom, IPAM } = decode(restSchema, reply)
	return {
		isShared: ConfigOnly || ConfigFrom.Network !== '',
		specification: {
			...{ name, driver, internal, attachable, ipv4: EnableIPv4, ipv6, options, labels },
			ipamDriver: ipamDriver || 'default',
			ipamOptions: IPAM.Options,
			subnets: pools.flatMap(({ subnet, gateway, ipRange, auxiliaryAddresses }) =>
				// Some engines write the gateway as 10.0.0.1/24.
				subnet === undefined ? [] : { subnet, gateway: gateway?.split('/')[0], ipRange, auxiliaryAddresses },
			),
		},
	}
}
