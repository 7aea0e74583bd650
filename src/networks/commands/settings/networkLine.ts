import type { FormLine } from '../../../ui/form.ts'
import type { NetworkSpecification } from '../../network.ts'

/** A setting of a network, as it stands in the form. */
export type NetworkLine = FormLine<NetworkSpecification>
