/** In `history.state`: how many layers lie over the page at this entry. */
export const LAYERS_MARK = 'vestnikLayers';
