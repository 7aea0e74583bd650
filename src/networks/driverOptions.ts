import { isAtLeast } from '../engine/engine.ts'
import { isAddress } from './address.ts'
import { isIPv6 } from './family.ts'

/** What can be given for an option. */
export type OptionValue =
	| { readonly kind: 'choice'; readonly values: readonly string[] }
	| { readonly kind: 'text'; readonly example: string; readonly fits: (text: string) => boolean }

/** An option that a driver understands. */
export interface DriverOption {
	readonly key: string
	readonly drivers: readonly string[]
	readonly value: OptionValue
	/** What counts where it isn't given. */
	readonly standard: string
	/** The first API version whose engines know it. */
	readonly since?: string
}

const flag: OptionValue = { kind: 'choice', values: ['true', 'false'] }
const gatewayMode: OptionValue = { kind: 'choice', values: ['nat', 'nat-unprotected', 'routed', 'isolated'] }
// 15 characters and a zero are what the kernel has for it (IFNAMSIZ).
const interfaceName = /^[^\s/:]{1,15}$/

/** The key of the interface that a macvlan or ipvlan network stands on. */
export const parentOption = 'parent'
/** The key that turns on IPsec between the engines of a swarm; its value is empty. */
export const encryptedOption = 'encrypted'

/** Options of the engine's own drivers, by the words of Docker's documentation (docs.docker.com/engine/network/drivers). */
export const driverOptions: readonly DriverOption[] = [
	{
		key: 'com.docker.network.bridge.name',
		drivers: ['bridge'],
		value: { kind: 'text', example: 'shop0', fits: (text) => interfaceName.test(text) },
		standard: 'br-…',
	},
	{ key: 'com.docker.network.bridge.enable_icc', drivers: ['bridge'], value: flag, standard: 'true' },
	{ key: 'com.docker.network.bridge.enable_ip_masquerade', drivers: ['bridge'], value: flag, standard: 'true' },
	{
		key: 'com.docker.network.bridge.host_binding_ipv4',
		drivers: ['bridge'],
		value: { kind: 'text', example: '127.0.0.1', fits: (text) => isAddress(text) && !isIPv6(text) },
		standard: '0.0.0.0',
	},
	{
		key: 'com.docker.network.driver.mtu',
		drivers: ['bridge', 'overlay'],
		// The least that IPv4 allows, and the most that the kernel does.
		value: { kind: 'text', example: '1400', fits: (text) => /^\d+$/.test(text) && +text >= 68 && +text <= 65_535 },
		standard: '1500',
	},
	{
		key: 'com.docker.network.container_iface_prefix',
		drivers: ['bridge'],
		value: { kind: 'text', example: 'front', fits: (text) => /^[^\s/:]{1,12}$/.test(text) },
		standard: 'eth',
	},
	{ key: 'com.docker.network.bridge.inhibit_ipv4', drivers: ['bridge'], value: flag, standard: 'false' },
	{
		key: 'com.docker.network.host_ipv4',
		drivers: ['bridge'],
		value: { kind: 'text', example: '192.0.2.5', fits: (text) => isAddress(text) && !isIPv6(text) },
		standard: '',
	},
	{
		key: 'com.docker.network.bridge.gateway_mode_ipv4',
		drivers: ['bridge'],
		value: gatewayMode,
		standard: 'nat',
		since: '1.46',
	},
	{
		key: 'com.docker.network.bridge.gateway_mode_ipv6',
		drivers: ['bridge'],
		value: gatewayMode,
		standard: 'nat',
		since: '1.46',
	},
	{
		key: 'com.docker.network.bridge.trusted_host_interfaces',
		drivers: ['bridge'],
		value: {
			kind: 'text',
			example: 'vxlan.1:eth3',
			fits: (text) => text.split(':').every((name) => interfaceName.test(name)),
		},
		standard: '',
		since: '1.50',
	},
	{
		key: 'macvlan_mode',
		drivers: ['macvlan'],
		value: { kind: 'choice', values: ['bridge', 'private', 'vepa', 'passthru'] },
		standard: 'bridge',
	},
	{ key: 'ipvlan_mode', drivers: ['ipvlan'], value: { kind: 'choice', values: ['l2', 'l3', 'l3s'] }, standard: 'l2' },
	{
		key: 'ipvlan_flag',
		drivers: ['ipvlan'],
		value: { kind: 'choice', values: ['bridge', 'private', 'vepa'] },
		standard: 'bridge',
	},
	{
		key: 'com.docker.network.driver.overlay.vxlanid_list',
		drivers: ['overlay'],
		value: { kind: 'text', example: '4097', fits: (text) => /^\d+(?:,\d+)*$/.test(text) },
		standard: '',
	},
]

/** Options of an endpoint: of one container's place on a network. */
export const endpointOptions: readonly DriverOption[] = [
	{
		key: 'com.docker.network.endpoint.ifname',
		drivers: ['bridge', 'macvlan', 'ipvlan', 'overlay'],
		value: { kind: 'text', example: 'front0', fits: (text) => interfaceName.test(text) },
		standard: 'eth…',
		since: '1.49',
	},
	{
		key: 'com.docker.network.endpoint.sysctls',
		drivers: ['bridge', 'macvlan', 'ipvlan', 'overlay'],
		value: {
			kind: 'text',
			example: 'net.ipv4.conf.IFNAME.log_martians=1',
			fits: (text) => /^net\.[\w.]+\.IFNAME\.\w+=[^\s,]+(?:,net\.[\w.]+\.IFNAME\.\w+=[^\s,]+)*$/.test(text),
		},
		standard: '',
		since: '1.48',
	},
]

/** Those that a driver of an engine understands. */
export function optionsFor(
	options: readonly DriverOption[],
	driver: string,
	apiVersion: string,
): readonly DriverOption[] {
	return options.filter(({ drivers, since = '1.0' }) => drivers.includes(driver) && isAtLeast(apiVersion, since))
}

/** Whether the engine would take a value; those of an option that isn't known are its driver's own business. */
export function isOptionValue(option: DriverOption, text: string): boolean {
	const { value } = option
	return value.kind === 'choice' ? value.values.includes(text) : value.fits(text)
}
