/** The golden network's scores as the reference engine has them; `test/doctor` makes them again. */
export const GOLDEN_SCORES: Readonly<Record<string, number>> = {
  synflow: 17.293227258936785,
  synflow_bn: 5.803841085159667,
  jacob_cov: -4.10968965926995,
  jacob_norm: 0.925545022680045,
  grad_norm: 16.42580513024123,
  grad_norm_global: 4.730963827483114,
  snip: 17.529956718336503,
  plain: 0.34853667266960076,
  grasp: -1.170007035489651,
  fisher: 1.327024901623018,
  fisher_channels: 0.02543648513871431,
  epe_nas: 4.416938785543389,
  nwot: 29.003974973685665,
  nwot_original: 31.72117546709955,
  zen: 12.360547801649913,
  l2_norm: 30.01849214392239,
};
