import type { RegistryParts } from '../registries/parts.ts'
import type { Parts } from '../ui/parts.ts'
import type { ImagesView } from './view.ts'

/** What commands on images need besides: the view, and the accounts that images are pushed with. */
export interface ImageParts extends Parts, RegistryParts {
	readonly view: ImagesView
}
